use korotko_core::click::Device;

use crate::header::Header;
use crate::people::OLD_PHONES;
use crate::tables::Tables;

const DESKTOP_SYSTEMS: [&str; 5] = ["Windows", "macOS", "Linux", "ChromeOS", "BSD"];
const HAND_SYSTEMS: [&str; 4] = ["Windows Phone", "KaiOS", "BlackBerry", "Symbian"];

/// The kind of device, as far as the header tells: an iPad that asks for pages as a Mac does is a Mac.
pub(crate) fn device(header: &Header, system: &str, tables: &Tables) -> Device {
    let has = |word: &str| header.has(word);
    // `Tablet PC` is a Windows that has a pen.
    let tablet = has("ipad") || has("playbook") || has("tablet") && !has("tablet pc");
    let hand = has("mobile") || has("mobi/") || has("opera mini") || has("iphone") || has("ipod");
    if tables.other_devices.are_in(&header.lower) {
        Device::Other
    } else if tablet {
        Device::Tablet
    } else if hand || HAND_SYSTEMS.contains(&system) || header.has_any(OLD_PHONES) {
        Device::Mobile
    } else if matches!(system, "Android" | "HarmonyOS") || has("silk/") {
        // Android says `Mobile` on phones alone.
        Device::Tablet
    } else if DESKTOP_SYSTEMS.contains(&system) {
        Device::Desktop
    } else {
        Device::Unknown
    }
}
