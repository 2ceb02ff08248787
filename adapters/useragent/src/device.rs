use korotko_core::click::Device;
use woothee::parser::WootheeResult;

use crate::header::Header;
use crate::people::OTHER_DEVICES;

const DESKTOP_SYSTEMS: [&str; 5] = ["Windows", "macOS", "Linux", "ChromeOS", "BSD"];
const HAND_SYSTEMS: [&str; 4] = ["Windows Phone", "KaiOS", "BlackBerry", "Symbian"];

/// The kind of device, as far as the header tells: an iPad that asks for pages as a Mac does is a Mac.
pub(crate) fn device(header: &Header, system: &str, parsed: &WootheeResult<'_>) -> Device {
    let has = |word: &str| header.lower.contains(word);
    // `Tablet PC` is a Windows that has a pen.
    let tablet = has("ipad") || has("playbook") || has("tablet") && !has("tablet pc");
    let hand = has("mobile") || has("mobi/") || has("opera mini") || has("iphone") || has("ipod");
    if header.has_any(OTHER_DEVICES) {
        Device::Other
    } else if tablet {
        Device::Tablet
    } else if hand || HAND_SYSTEMS.contains(&system) {
        Device::Mobile
    } else if matches!(system, "Android" | "HarmonyOS") || has("silk/") {
        // Android says `Mobile` on phones alone.
        Device::Tablet
    } else if DESKTOP_SYSTEMS.contains(&system) {
        Device::Desktop
    } else {
        match parsed.category {
            "pc" => Device::Desktop,
            "smartphone" | "mobilephone" => Device::Mobile,
            "appliance" => Device::Other,
            _ => Device::Unknown,
        }
    }
}
