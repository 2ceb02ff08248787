use super::bars::{Bar, LEFT, draw, opened, rounded_up, step};

/// How much of the room of a pair its first bar takes.
const BEFORE: f64 = 0.38;

/// A chart of pairs of bars: what was before, narrower and fainter, and what is now, which has the label. Empty without pairs.
pub(crate) fn pairs(pairs: &[(Bar, Bar)]) -> String {
    let all = pairs.iter().flat_map(|(before, now)| [before, now]);
    let highest = all.map(|bar| bar.people + bar.programs).max();
    let Some(highest) = highest else {
        return String::new();
    };
    let top = rounded_up(highest);
    let mut svg = opened(top);
    let step = step(pairs.len());
    let mut x = LEFT;
    for (before, now) in pairs {
        let width = step * BEFORE;
        svg.push_str("<g class=\"before\">");
        draw(&mut svg, before, (x, width), top, None);
        svg.push_str("</g>");
        draw(
            &mut svg,
            now,
            (x + width, step - width),
            top,
            Some(&now.label),
        );
        x += step;
    }
    svg.push_str("</svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::pairs;
    use crate::chart::Bar;

    fn bar(label: &str, people: u64) -> Bar {
        Bar {
            label: label.to_owned(),
            title: format!("{label}: {people}"),
            people,
            programs: 2,
        }
    }

    #[test]
    fn a_pair_has_two_titles_and_the_label_of_the_second_bar() {
        let svg = pairs(&[(bar("then", 30), bar("today", 9))]);
        assert_eq!(svg.matches("<title>").count(), 2);
        assert_eq!(svg.matches("<g class=\"before\">").count(), 1);
        assert!(svg.contains(">today</text>") && !svg.contains(">then</text>"));
        // Both bars are drawn to one scale, on which the higher one has 32 of 40.
        assert!(svg.contains(">40</text>"));
    }

    #[test]
    fn without_pairs_there_is_no_chart() {
        assert_eq!(pairs(&[]), "");
    }
}
