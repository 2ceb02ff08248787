use std::fs;

/// The memory of this process, in kB.
#[derive(Debug)]
pub struct Memory {
    before: u64,
}

impl Memory {
    /// Begins to note the peak anew.
    pub fn watch() -> Self {
        // Linux 4.0 and later: 5 sets the peak back to what it is now.
        fs::write("/proc/self/clear_refs", "5").unwrap();
        Self {
            before: status("VmRSS:"),
        }
    }

    /// How much there was at first, in MB.
    pub fn before(&self) -> f64 {
        f64::from(u32::try_from(self.before).unwrap()) / 1024.0
    }

    /// How much more than at first there was at the most, in MB.
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
