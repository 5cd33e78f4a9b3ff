//! Chains of annotations: joined, left by one of their members, cut in two. What is changed are the relations that make them.

use std::collections::{BTreeSet, HashSet};

use super::operation::Operation;
use super::rules::{CommandError, Context, check_ends, existing, fresh_id};
use crate::model::{
    AnnotatedDocument, AnnotationId, Chain, DisjointSets, LabelName, Provenance, Record, Relation, RelationKind,
    RelationType, links_of_chains,
};

/// Makes one chain of all these annotations, with all that belong to their chains.
pub(super) fn join_chain(
    document: &AnnotatedDocument,
    label: &LabelName,
    ids: &[AnnotationId],
    context: &mut Context,
) -> Result<Vec<Operation>, CommandError> {
    let kind = chain_type(document, label)?;
    let ids = in_order(document, ids)?;
    if ids.len() < 2 {
        return Err(CommandError::NothingToJoin);
    }
    let mut sets = DisjointSets::default();
    for relation in links_of_chains(document, label, ids.iter().copied()) {
        sets.join(&relation.source, &relation.target);
    }
    let links = linked(document, kind, &ids, &mut sets, context)?;
    if links.is_empty() { Err(CommandError::OneChainAlready) } else { Ok(links) }
}

/// Takes an annotation out of its chain; the others stay one.
pub(super) fn leave_chain(
    document: &AnnotatedDocument,
    label: &LabelName,
    id: &AnnotationId,
    context: &mut Context,
) -> Result<Vec<Operation>, CommandError> {
    cut(document, label, id, |_| vec![id.clone()], context)
}

/// Cuts a chain in two: an annotation and all after it in the text are a chain of their own.
pub(super) fn split_chain(
    document: &AnnotatedDocument,
    label: &LabelName,
    id: &AnnotationId,
    context: &mut Context,
) -> Result<Vec<Operation>, CommandError> {
    let from = |chain: &Chain| chain.members.iter().skip_while(|member| *member != id).cloned().collect();
    cut(document, label, id, from, context)
}

/// Parts some of a chain from the others: what links both goes, and each side is linked anew where it would fall apart.
fn cut(
    document: &AnnotatedDocument,
    label: &LabelName,
    id: &AnnotationId,
    part: impl FnOnce(&Chain) -> Vec<AnnotationId>,
    context: &mut Context,
) -> Result<Vec<Operation>, CommandError> {
    let kind = chain_type(document, label)?;
    existing(document, id)?;
    let in_none = || CommandError::InNoChain { label: label.clone(), id: id.clone() };
    let chain = Chain::of(document, label, id).ok_or_else(in_none)?;
    let part = part(&chain);
    let members: HashSet<&AnnotationId> = part.iter().collect();
    let rest: Vec<AnnotationId> = chain.members.iter().filter(|member| !members.contains(member)).cloned().collect();
    if part.is_empty() || rest.is_empty() {
        return Err(CommandError::ChainCutAtEnd);
    }
    let mut operations = Vec::new();
    let mut sets = DisjointSets::default();
    for relation in links_of_chains(document, label, chain.members.first()) {
        match members.contains(&relation.source) == members.contains(&relation.target) {
            true => drop(sets.join(&relation.source, &relation.target)),
            false => operations.push(Operation::Relation {
                id: relation.id.clone(),
                before: Some(Box::new(relation.clone())),
                after: None,
            }),
        }
    }
    for side in [&part, &rest] {
        operations.extend(linked(document, kind, &side.iter().collect::<Vec<_>>(), &mut sets, context)?);
    }
    Ok(operations)
}

/// The relations that make one set of annotations, which come in the order of the text: each is linked to the one before it unless both
/// are in one set already.
fn linked<'a>(
    document: &'a AnnotatedDocument,
    kind: &RelationType,
    ids: &[&'a AnnotationId],
    sets: &mut DisjointSets<&'a AnnotationId>,
    context: &mut Context,
) -> Result<Vec<Operation>, CommandError> {
    let mut fresh = BTreeSet::new();
    let mut operations = Vec::new();
    for pair in ids.windows(2) {
        let [source, target] = [pair[0], pair[1]];
        if !sets.join(source, target) {
            continue;
        }
        check_ends(kind, existing(document, source)?.label.clone(), existing(document, target)?.label.clone())?;
        let mut id = fresh_id(document, context);
        while !fresh.insert(id.clone()) {
            id = fresh_id(document, context);
        }
        let relation = Relation {
            id: id.clone(),
            label: kind.name.clone(),
            source: source.clone(),
            target: target.clone(),
            record: Record::new(Provenance::Human, context.annotator.clone(), context.now),
        };
        operations.push(Operation::Relation { id, before: None, after: Some(Box::new(relation)) });
    }
    Ok(operations)
}

fn chain_type<'a>(document: &'a AnnotatedDocument, label: &LabelName) -> Result<&'a RelationType, CommandError> {
    let kind = document.schema.relation_type(label).ok_or_else(|| CommandError::UnknownRelationType(label.clone()))?;
    match kind.kind {
        RelationKind::Equivalence => Ok(kind),
        RelationKind::Directed | RelationKind::Symmetric => Err(CommandError::NoChainType(label.clone())),
    }
}

/// Annotations in the order of the text, each once.
fn in_order<'a>(document: &'a AnnotatedDocument, ids: &[AnnotationId]) -> Result<Vec<&'a AnnotationId>, CommandError> {
    let mut found = ids.iter().map(|id| existing(document, id)).collect::<Result<Vec<_>, _>>()?;
    found.sort_by_key(|annotation| (annotation.spans.first(), &annotation.id));
    found.dedup_by_key(|annotation| &annotation.id);
    Ok(found.into_iter().map(|annotation| &annotation.id).collect())
}
