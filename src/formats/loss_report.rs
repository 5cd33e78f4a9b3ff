//! All that an export loses, in groups with counts and the first places of each: what a person reads, and what scripts do.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::loss::{Loss, LossKind};

/// Places of one kind that are listed; the others are counted.
const MAX_PLACES: usize = 1000;

/// Losses that are alike.
#[derive(Clone, Debug, Default)]
pub struct LossGroup {
    pub count: usize,
    /// The first of them.
    pub places: Vec<Loss>,
}

/// What an export loses. It does not grow with the corpus.
#[derive(Clone, Debug, Default)]
pub struct LossReport {
    groups: BTreeMap<(bool, LossKind, &'static str), LossGroup>,
    /// Those that the same format gives back when it is read.
    kept: usize,
}

impl LossReport {
    pub fn take(&mut self, loss: Loss) {
        // What concerns annotations comes first.
        self.kept += usize::from(loss.what.comes_back());
        let group = self.groups.entry((loss.id.is_none(), loss.kind, loss.what.code())).or_default();
        group.count += 1;
        if group.places.len() < MAX_PLACES {
            group.places.push(loss);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Whether anything is gone for good: names that brat writes otherwise come back with its `visual.conf`.
    pub fn loses_anything(&self) -> bool {
        self.groups.values().map(|group| group.count).sum::<usize>() > self.kept
    }

    pub fn groups(&self) -> impl Iterator<Item = (LossKind, &'static str, &LossGroup)> {
        self.groups.iter().map(|((_, kind, what), group)| (*kind, *what, group))
    }

    /// How many of each kind.
    pub fn counts(&self) -> BTreeMap<LossKind, usize> {
        let mut counts = BTreeMap::new();
        self.groups().for_each(|(kind, _, group)| *counts.entry(kind).or_insert(0) += group.count);
        counts
    }

    /// `{"format", "documents", "counts": {kind: n}, "losses": [{"kind", "what", "count", "places": [{"document", "id",
    /// "message"}], "more"}]}`
    pub fn to_json(&self, format: &str, documents: usize) -> Value {
        let place = |loss: &Loss| {
            json!({
                "document": loss.document,
                "id": loss.id.as_ref().map(|id| id.as_str()),
                "message": loss.what.to_string(),
            })
        };
        let group = |(kind, what, group): (LossKind, &str, &LossGroup)| {
            json!({
                "kind": kind.to_string(),
                "what": what,
                "count": group.count,
                "places": group.places.iter().map(place).collect::<Vec<_>>(),
                "more": group.count - group.places.len(),
            })
        };
        let counts: serde_json::Map<String, Value> =
            self.counts().into_iter().map(|(kind, n)| (kind.to_string(), json!(n))).collect();
        json!({
            "format": format,
            "documents": documents,
            "counts": counts,
            "losses": self.groups().map(group).collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::loss::LossDetail;

    /// `--strict` refuses what is gone, and a name that `visual.conf` keeps is not.
    #[test]
    fn what_comes_back_is_told_and_no_loss() {
        let mut report = LossReport::default();
        let mut take = |kind, what| report.take(Loss { document: "d".into(), id: None, kind, what });
        take(LossKind::Renamed, LossDetail::BratName { from: "شخص".into(), to: "shkhs".into() });
        assert!(!report.is_empty() && !report.loses_anything());
        let mut take = |kind, what| report.take(Loss { document: "d".into(), id: None, kind, what });
        take(LossKind::Flattened, LossDetail::Spaces);
        assert!(report.loses_anything());
    }

    #[test]
    fn alike_losses_are_one_group_and_its_places_are_bounded() {
        let mut report = LossReport::default();
        for n in 0..MAX_PLACES + 5 {
            report.take(Loss {
                document: format!("d{n}"),
                id: None,
                kind: LossKind::Lost,
                what: LossDetail::Relations(n),
            });
        }
        report.take(Loss {
            document: "d".into(),
            id: Some("a".into()),
            kind: LossKind::Lost,
            what: LossDetail::RelationAttributes("a".into()),
        });
        let json = report.to_json("x", 9);
        assert_eq!(
            (json["losses"][0]["what"].as_str(), json["losses"][1]["more"].as_u64()),
            (Some("relation-attributes"), Some(5))
        );
        assert_eq!(json["counts"]["lost"], 1006);
    }
}
