//! The training data of GLiNER: a list of token lists with entities whose last token is named itself (`gliner`), and of GLiNER2: a text a
//! line with the mentions of each type (`gliner2`).
//!
//! ```json
//! [{"tokenized_text": ["زار", "أحمد", "بيروت"], "ner": [[1, 1, "PER"], [2, 2, "LOC"]], "relations": [[0, 1, "visits"]]}]
//! {"input": "زار أحمد بيروت", "output": {"entities": {"PER": ["أحمد"], "LOC": ["بيروت"]}}}
//! ```

mod mentions;
mod splitter;
mod tokens;

pub use mentions::Gliner2;
pub use tokens::Gliner;
