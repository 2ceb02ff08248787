use crate::import_draft::{RowOutcomes, RowProblem};

fn problem(code: &str) -> Option<RowProblem> {
    Some(RowProblem {
        code: code.to_owned(),
        message: "is wrong".to_owned(),
        errors: Vec::new(),
    })
}

#[test]
fn each_row_has_its_own_problem_however_often_it_occurs() {
    let skipped = Some(RowProblem::link_exists());
    let rows = [
        None,
        problem("a"),
        skipped.clone(),
        problem("b"),
        None,
        problem("a"),
    ];
    let outcomes = RowOutcomes::from_iter(rows.clone());
    assert_eq!(outcomes.rows(), 6);
    assert_eq!(outcomes.created(), 2);
    assert_eq!(outcomes.skipped(), 1);
    assert_eq!(outcomes.refused(), 3);
    for (row, problem) in (0..).zip(&rows) {
        assert_eq!(outcomes.problem(row), problem.as_ref(), "{row}");
    }
    assert_eq!(outcomes.problem(6), None);
    let failed: Vec<u32> = outcomes.failed().map(|(row, _)| row).collect();
    assert_eq!(failed, [1, 2, 3, 5]);
}

#[test]
fn a_file_without_rows_has_no_outcomes() {
    let outcomes = RowOutcomes::from_iter([]);
    assert_eq!(outcomes, RowOutcomes::default());
    assert_eq!(outcomes.created(), 0);
}
