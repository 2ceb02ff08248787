use std::fs;

/// The memory of this process, in kB.
#[derive(Debug)]
pub struct Memory {
    before: u64,
}

impl Memory {
    /// Resets the peak.
    pub fn watch() -> Self {
        // Linux 4.0 and later: 5 resets the peak to the current value.
        fs::write("/proc/self/clear_refs", "5").unwrap();
        Self {
            before: status("VmRSS:"),
        }
    }

    /// The memory at the beginning, in MB.
    pub fn before(&self) -> f64 {
        f64::from(u32::try_from(self.before).unwrap()) / 1024.0
    }

    /// The growth of the peak since the beginning, in MB.
    pub fn growth(&self) -> f64 {
        let growth = status("VmHWM:").saturating_sub(self.before);
        f64::from(u32::try_from(growth).unwrap()) / 1024.0
    }
}

fn status(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    let number = line.unwrap().trim().trim_end_matches(" kB");
    number.parse().unwrap()
}
