//! Many short lists of places in little room: one place stands by itself, several have a list.

/// Where an entry stands in an index.
pub(super) type Place = u32;

/// Lists of places, each in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct PlaceLists {
    several: Vec<Vec<Place>>,
    free: Vec<u32>,
}

/// One of the lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Listed {
    #[default]
    None,
    One(Place),
    /// Its number among those of several places.
    Several(u32),
}

impl PlaceLists {
    pub(super) fn of<'a>(&'a self, listed: &'a Listed) -> &'a [Place] {
        match listed {
            Listed::None => &[],
            Listed::One(place) => std::slice::from_ref(place),
            Listed::Several(number) => self.several.get(*number as usize).map(Vec::as_slice).unwrap_or_default(),
        }
    }

    pub(super) fn add(&mut self, listed: &mut Listed, place: Place) {
        match *listed {
            Listed::None => *listed = Listed::One(place),
            Listed::One(only) if only == place => {}
            Listed::One(only) => {
                let list = vec![only.min(place), only.max(place)];
                let number = match self.free.pop() {
                    Some(number) => {
                        self.several[number as usize] = list;
                        number
                    }
                    None => {
                        self.several.push(list);
                        self.several.len() as u32 - 1
                    }
                };
                *listed = Listed::Several(number);
            }
            Listed::Several(number) => {
                let list = &mut self.several[number as usize];
                // Most come in their order.
                if list.last().is_some_and(|last| *last < place) {
                    list.push(place);
                } else if let Err(at) = list.binary_search(&place) {
                    list.insert(at, place);
                }
            }
        }
    }

    /// Takes a place out of a list; whether nothing is left of it.
    pub(super) fn remove(&mut self, listed: &mut Listed, place: Place) -> bool {
        match *listed {
            Listed::None => {}
            Listed::One(only) if only == place => *listed = Listed::None,
            Listed::One(_) => {}
            Listed::Several(number) => {
                let list = &mut self.several[number as usize];
                if let Ok(at) = list.binary_search(&place) {
                    list.remove(at);
                }
                if let [only] = list[..] {
                    *list = Vec::new();
                    self.free.push(number);
                    *listed = Listed::One(only);
                }
            }
        }
        *listed == Listed::None
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lists_are_sorted_sets(steps in prop::collection::vec((0usize..4, 0u32..8, any::<bool>()), 0..200)) {
            let (mut lists, mut listed) = (PlaceLists::default(), [Listed::None; 4]);
            let mut wanted: [BTreeSet<Place>; 4] = Default::default();
            for (at, place, adds) in steps {
                if adds {
                    lists.add(&mut listed[at], place);
                    wanted[at].insert(place);
                } else {
                    wanted[at].remove(&place);
                    prop_assert_eq!(lists.remove(&mut listed[at], place), wanted[at].is_empty());
                }
                for (listed, wanted) in listed.iter().zip(&wanted) {
                    prop_assert_eq!(lists.of(listed).to_vec(), wanted.iter().copied().collect::<Vec<_>>());
                }
            }
        }
    }
}
