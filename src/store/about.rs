//! What the program says of itself: its version, its name among the programs of a desktop, and the licences of what is in it.

/// The version, with the commit that a release was made from where that is known.
pub const SHOWN_VERSION: &str = env!("HASHIYA_VERSION");

/// The name of the program to a desktop: that of its window under Wayland and X11, and of the files in `packaging/linux`.
pub const APP_ID: &str = "org.hashiya.Hashiya";

/// The type of a document among files, known by its first bytes (`packaging/linux`).
pub const DOCUMENT_MIME_TYPE: &str = "application/vnd.hashiya+ron";

/// Licences of crates and fonts, made by `packaging/licences`. No line is much longer than a hundred characters.
pub const THIRD_PARTY: &str = include_str!("../../assets/licences/third-party.txt");

/// Under what Hashiya itself is, as SPDX has it.
pub const LICENCE: &str = env!("CARGO_PKG_LICENSE");

/// The icon as a PNG of 256 pixels.
pub const ICON: &[u8] = include_bytes!("../../packaging/linux/hicolor/256x256/org.hashiya.Hashiya.png");
