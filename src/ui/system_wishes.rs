//! What a person asks of all programs in the settings of the desktop: less movement, more contrast, dark surfaces. Neither egui nor winit
//! (0.30 on Linux) says any of it, so that the settings portal is asked, over the bus that the accessibility tree needs as well. Elsewhere
//! winit says what is dark, and nothing says the rest.
//!
//! The portal is asked on a thread of its own when the window opens and whenever it gets the keyboard: who changes a setting of the
//! desktop comes back from another window. Source: XDG Desktop Portal, `org.freedesktop.portal.Settings`.

use std::sync::mpsc::{Receiver, Sender};

use egui::Context;

/// What the desktop asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SystemWishes {
    pub less_movement: bool,
    pub high_contrast: bool,
    /// `None`: it does not mind.
    pub dark: Option<bool>,
}

/// Who is asked, and what was heard last.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    portal: Option<(Sender<()>, Receiver<SystemWishes>)>,
    now: SystemWishes,
}

impl Wishes {
    /// Those of the desktop, once it has answered.
    pub(super) fn of_the_system(ctx: &Context) -> Self {
        let wishes = Wishes { portal: system::connect(ctx.clone()), now: SystemWishes::default() };
        wishes.ask();
        wishes
    }

    /// These and no others.
    pub(super) fn fixed(now: SystemWishes) -> Self {
        Wishes { portal: None, now }
    }

    pub(super) fn now(&self) -> SystemWishes {
        self.now
    }

    /// Takes what was heard since, and asks again where the window got the keyboard. True where something is asked that was not.
    pub(super) fn listen(&mut self, ctx: &Context) -> bool {
        if ctx.input(|input| input.raw.events.contains(&egui::Event::WindowFocused(true))) {
            self.ask();
        }
        let heard = self.portal.as_ref().and_then(|(_, answers)| answers.try_iter().last());
        heard.is_some_and(|heard| std::mem::replace(&mut self.now, heard) != heard)
    }

    fn ask(&self) {
        // Nobody listens where there is no bus: then nothing is asked of the window.
        let _ = self.portal.as_ref().map(|(ask, _)| ask.send(()));
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use egui::Context;
    use zbus::Connection;
    use zbus::zvariant::{OwnedValue, Value};

    use super::SystemWishes;

    const PORTAL: &str = "org.freedesktop.portal.Desktop";
    const PLACE: &str = "/org/freedesktop/portal/desktop";
    const SETTINGS: &str = "org.freedesktop.portal.Settings";
    /// What desktops agree on, and what GNOME and those like it have besides.
    const COMMON: &str = "org.freedesktop.appearance";
    const GNOME: &str = "org.gnome.desktop.interface";

    pub(super) fn connect(ctx: Context) -> Option<(Sender<()>, Receiver<SystemWishes>)> {
        let (ask, asked) = channel::<()>();
        let (answer, answers) = channel();
        let serve = move || {
            let Ok(bus) = pollster::block_on(Connection::session()) else { return };
            while asked.recv().is_ok() {
                let wishes = pollster::block_on(read(&bus));
                if answer.send(wishes).is_err() {
                    return;
                }
                ctx.request_repaint();
            }
        };
        std::thread::Builder::new().name("hashiya-portal".into()).spawn(serve).ok()?;
        Some((ask, answers))
    }

    async fn read(bus: &Connection) -> SystemWishes {
        let number = async |key| match value(bus, COMMON, key).await.as_deref().map(plain) {
            Some(Value::U32(number)) => *number,
            _ => 0,
        };
        let moves = match value(bus, GNOME, "enable-animations").await.as_deref().map(plain) {
            Some(Value::Bool(moves)) => *moves,
            _ => true,
        };
        SystemWishes {
            less_movement: !moves || number("reduced-motion").await == 1,
            high_contrast: number("contrast").await == 1,
            dark: match number("color-scheme").await {
                1 => Some(true),
                2 => Some(false),
                _ => None,
            },
        }
    }

    /// `Read` is what every portal has; newer ones say the same by `ReadOne`, in one variant instead of two.
    async fn value(bus: &Connection, space: &str, key: &str) -> Option<OwnedValue> {
        let reply = bus.call_method(Some(PORTAL), PLACE, Some(SETTINGS), "Read", &(space, key)).await.ok()?;
        reply.body().deserialize::<OwnedValue>().ok()
    }

    fn plain<'v>(value: &'v Value<'v>) -> &'v Value<'v> {
        match value {
            Value::Value(inner) => plain(inner),
            value => value,
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::sync::mpsc::{Receiver, Sender};

    pub(super) fn connect(_: egui::Context) -> Option<(Sender<()>, Receiver<super::SystemWishes>)> {
        None
    }
}
