use korotko_core::click::Device;

use crate::header::Header;
use crate::people::OLD_PHONES;
use crate::tables::Tables;

const DESKTOP_SYSTEMS: [&str; 5] = ["Windows", "macOS", "Linux", "ChromeOS", "BSD"];
const PHONE_SYSTEMS: [&str; 4] = ["Windows Phone", "KaiOS", "BlackBerry", "Symbian"];

/// The kind of device, as far as the header shows it: an iPad that requests desktop pages counts as a Mac.
pub(crate) fn device(header: &Header, system: &str, tables: &Tables) -> Device {
    let has = |word: &str| header.has(word);
    // `Tablet PC` is Windows with a pen.
    let tablet = has("ipad") || has("playbook") || has("tablet") && !has("tablet pc");
    let phone = has("mobile") || has("mobi/") || has("opera mini") || has("iphone") || has("ipod");
    if tables.other_devices.match_any(&header.lower) {
        Device::Other
    } else if tablet {
        Device::Tablet
    } else if phone || PHONE_SYSTEMS.contains(&system) || header.has_any(OLD_PHONES) {
        Device::Mobile
    } else if matches!(system, "Android" | "HarmonyOS") || has("silk/") {
        // Android says `Mobile` on phones only.
        Device::Tablet
    } else if DESKTOP_SYSTEMS.contains(&system) {
        Device::Desktop
    } else {
        Device::Unknown
    }
}
