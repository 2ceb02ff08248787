use crate::error::FileError;

/// The longest name of an unknown column that is repeated, in characters.
const LONGEST_NAME: usize = 64;

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Url,
    Slug,
    Title,
    Tags,
    Collections,
    ExpiresAt,
    Namespace,
    RedirectStatus,
    MaxClicks,
    /// For people: an import reads over it.
    Clicks,
    /// Likewise.
    CreatedAt,
    /// Likewise.
    ShareUrl,
    /// Likewise.
    State,
}

impl Column {
    /// In the order in which they are written.
    pub(crate) const ALL: [Self; 13] = [
        Self::Url,
        Self::Slug,
        Self::Title,
        Self::Tags,
        Self::Collections,
        Self::ExpiresAt,
        Self::Namespace,
        Self::RedirectStatus,
        Self::MaxClicks,
        Self::Clicks,
        Self::CreatedAt,
        Self::ShareUrl,
        Self::State,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Url => "url",
            Self::Slug => "slug",
            Self::Title => "title",
            Self::Tags => "tags",
            Self::Collections => "collections",
            Self::ExpiresAt => "expires_at",
            Self::Namespace => "namespace",
            Self::RedirectStatus => "redirect_status",
            Self::MaxClicks => "max_clicks",
            Self::Clicks => "clicks",
            Self::CreatedAt => "created_at",
            Self::ShareUrl => "share_url",
            Self::State => "state",
        }
    }

    /// The columns that a header line names, in its order.
    pub(crate) fn parse_all<'a>(
        cells: impl Iterator<Item = &'a [u8]>,
    ) -> Result<Vec<Self>, FileError> {
        let mut columns = Vec::new();
        for (index, cell) in cells.enumerate() {
            let text = str::from_utf8(cell).map_err(|_| FileError::HeaderEncoding)?;
            let column = Self::parse(text, index + 1)?;
            if columns.contains(&column) {
                let name = column.name();
                return Err(FileError::DuplicateColumn { name });
            }
            columns.push(column);
        }
        if columns.contains(&Self::Url) {
            return Ok(columns);
        }
        Err(FileError::NoUrlColumn)
    }

    /// People write `Expires At` where programs write `expires_at`.
    fn parse(text: &str, position: usize) -> Result<Self, FileError> {
        let text = text.trim();
        let words: Vec<&str> = text.split_whitespace().collect();
        let name = words.join("_").to_lowercase();
        if name.is_empty() {
            return Err(FileError::UnnamedColumn { position });
        }
        let known = Self::ALL.into_iter().find(|column| column.name() == name);
        known.ok_or_else(|| {
            let shown = text.chars().filter(|char| !char.is_control());
            FileError::UnknownColumn {
                name: shown.take(LONGEST_NAME).collect(),
            }
        })
    }
}

/// Every name there is, for people.
pub(crate) fn names() -> String {
    Column::ALL.map(Column::name).join(", ")
}
