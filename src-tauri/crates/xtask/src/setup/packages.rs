//! The families of Linux systems, and what each calls the packages that we need.

/// A family of Linux systems that share package names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Debian,
    Fedora,
    Arch,
    Suse,
    Unknown,
}

impl Family {
    /// The family of this machine, by the words in `/etc/os-release`.
    pub fn here() -> Self {
        Self::read(&std::fs::read_to_string("/etc/os-release").unwrap_or_default())
    }

    fn read(os_release: &str) -> Self {
        let words: Vec<&str> = os_release
            .lines()
            .filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")))
            .flat_map(|value| value.trim_matches(['"', '\'']).split_whitespace())
            .collect();
        let is = |names: &[&str]| words.iter().any(|word| names.contains(word));
        if is(&["debian", "ubuntu"]) {
            Self::Debian
        } else if is(&["fedora", "rhel"]) {
            Self::Fedora
        } else if is(&["arch"]) {
            Self::Arch
        } else if is(&["suse", "opensuse"]) || words.iter().any(|word| word.starts_with("opensuse")) {
            Self::Suse
        } else {
            Self::Unknown
        }
    }

    /// The command that installs these packages, as a person types it; without one for an unknown system.
    pub fn command(self, packages: &[&str]) -> Option<String> {
        let with = match self {
            Self::Debian => "sudo apt-get install",
            Self::Fedora => "sudo dnf install",
            Self::Arch => "sudo pacman -S --needed",
            Self::Suse => "sudo zypper install",
            Self::Unknown => return None,
        };
        Some(format!("{with} {}", packages.join(" ")))
    }
}

/// How to tell that a need is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// `pkg-config --exists` knows the library.
    Library(&'static str),
    /// The program is on the search path.
    Program(&'static str),
    /// fontconfig knows a font of this family.
    Font(&'static str),
}

/// One thing that must be on a Linux machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    pub sign: Sign,
    pub debian: &'static str,
    pub fedora: &'static str,
    pub arch: &'static str,
    pub suse: &'static str,
}

impl Need {
    const fn new(
        sign: Sign,
        debian: &'static str,
        fedora: &'static str,
        arch: &'static str,
        suse: &'static str,
    ) -> Self {
        Self { sign, debian, fedora, arch, suse }
    }

    /// The package, by the name that the family gives it; Debian's name where the family is not known.
    pub fn package(&self, family: Family) -> &'static str {
        match family {
            Family::Debian | Family::Unknown => self.debian,
            Family::Fedora => self.fedora,
            Family::Arch => self.arch,
            Family::Suse => self.suse,
        }
    }
}

use Sign::{Font, Library, Program};

/// What the window is built with. The compiler comes first: without pkg-config no library is found.
pub const TO_BUILD: [Need; 4] = [
    Need::new(Program("cc"), "build-essential", "gcc-c++", "base-devel", "gcc-c++"),
    Need::new(Program("pkg-config"), "pkg-config", "pkgconf-pkg-config", "pkgconf", "pkgconf-pkg-config"),
    Need::new(
        Library("webkit2gtk-4.1"),
        "libwebkit2gtk-4.1-dev",
        "webkit2gtk4.1-devel",
        "webkit2gtk-4.1",
        "webkit2gtk3-devel",
    ),
    Need::new(Library("librsvg-2.0"), "librsvg2-dev", "librsvg2-devel", "librsvg", "librsvg-devel"),
];

/// What the window tests use: a driver, a screen without a monitor, a window manager (full screen does nothing
/// without one), a real keychain on a private D-Bus, an independent reader of QR codes, fonts for travellers' names.
/// Fedora's and openSUSE's installers take the path of a program for a package.
pub const TO_TEST: [Need; 8] = [
    Need::new(
        Program("WebKitWebDriver"),
        "webkit2gtk-driver",
        "/usr/bin/WebKitWebDriver",
        "webkit2gtk-4.1",
        "/usr/bin/WebKitWebDriver",
    ),
    Need::new(Program("Xvfb"), "xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb", "xorg-x11-server-Xvfb"),
    Need::new(Program("openbox"), "openbox", "openbox", "openbox", "openbox"),
    Need::new(
        Program("gnome-keyring-daemon"),
        "gnome-keyring",
        "gnome-keyring",
        "gnome-keyring",
        "gnome-keyring",
    ),
    Need::new(Program("dbus-run-session"), "dbus", "dbus-daemon", "dbus", "/usr/bin/dbus-run-session"),
    Need::new(Program("dbus-send"), "dbus-bin", "dbus-tools", "dbus", "/usr/bin/dbus-send"),
    Need::new(Program("zbarimg"), "zbar-tools", "zbar", "zbar", "zbar"),
    Need::new(
        Font("Noto Sans Arabic"),
        "fonts-noto-core",
        "google-noto-sans-arabic-fonts",
        "noto-fonts",
        "google-noto-sans-arabic-fonts",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_known_by_its_own_name_or_by_what_it_is_like() {
        assert_eq!(Family::read("PRETTY_NAME=\"x\"\nID=debian\n"), Family::Debian);
        assert_eq!(Family::read("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"), Family::Debian);
        assert_eq!(Family::read("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n"), Family::Fedora);
        assert_eq!(Family::read("ID=manjaro\nID_LIKE=arch\n"), Family::Arch);
        assert_eq!(Family::read("ID=\"opensuse-tumbleweed\"\nID_LIKE=\"opensuse suse\"\n"), Family::Suse);
        assert_eq!(Family::read("VERSION_ID=debian\nID=nixos\n"), Family::Unknown);
    }

    #[test]
    fn each_family_gets_a_command_of_its_own() {
        let packages = |family| TO_BUILD.map(|need| need.package(family));
        let fedora = Family::Fedora.command(&packages(Family::Fedora)).unwrap();
        assert_eq!(fedora, "sudo dnf install gcc-c++ pkgconf-pkg-config webkit2gtk4.1-devel librsvg2-devel");
        assert!(Family::Arch.command(&packages(Family::Arch)).unwrap().starts_with("sudo pacman -S"));
        assert_eq!(Family::Unknown.command(&["x"]), None);
    }
}
