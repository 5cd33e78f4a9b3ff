//! UIMA CAS in XMI and JSON: layers of others and of ours, views, types, and files that are wrong.

use super::*;
