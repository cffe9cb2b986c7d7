//! Proofs that an entry stands in a tree, and that a tree grew out of another.

use super::{Error, Hash, node_hash};

/// Checks that the entry at `index` (from 0) of a tree of `size` entries has this leaf hash.
///
/// # Errors
/// [`Error::OutsideTree`], [`Error::ProofLength`], [`Error::ProofRejected`].
pub fn verify_inclusion(
    index: u64,
    size: u64,
    leaf: &Hash,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), Error> {
    if index >= size {
        return Err(Error::OutsideTree { what: "index", value: index, size });
    }
    let expected = inclusion_length(index, size);
    if proof.len() != expected {
        return Err(Error::ProofLength { found: proof.len(), expected });
    }
    let (mut place, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in proof {
        if place & 1 == 1 || place == last {
            hash = node_hash(sibling, &hash);
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    if hash == *root { Ok(()) } else { Err(Error::ProofRejected { root: "given" }) }
}

/// How many siblings lie on the way up: one for each level below the point where the ways to this entry and to the
/// last one part, then one for each complete subtree to the left.
fn inclusion_length(index: u64, size: u64) -> usize {
    let inner = 64 - (index ^ (size - 1)).leading_zeros();
    let border = index.checked_shr(inner).unwrap_or(0).count_ones();
    (inner + border) as usize
}

/// Checks that a tree of `new_size` entries begins with the tree of `old_size` entries.
///
/// # Errors
/// [`Error::OutsideTree`] where the old tree is the larger one, or is empty: that every tree begins with nothing
/// needs no proof and proves nothing. [`Error::ProofLength`], [`Error::ProofRejected`].
pub fn verify_consistency(
    old_size: u64,
    new_size: u64,
    old_root: &Hash,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), Error> {
    if old_size == 0 || old_size > new_size {
        return Err(Error::OutsideTree { what: "old size", value: old_size, size: new_size });
    }
    if old_size == new_size {
        if !proof.is_empty() {
            return Err(Error::ProofLength { found: proof.len(), expected: 0 });
        }
        return if old_root == new_root { Ok(()) } else { Err(Error::ProofRejected { root: "new" }) };
    }
    let expected = consistency_length(old_size, new_size);
    if proof.len() != expected {
        return Err(Error::ProofLength { found: proof.len(), expected });
    }
    let (mut place, mut last) = (old_size - 1, new_size - 1);
    while place & 1 == 1 {
        (place, last) = (place >> 1, last >> 1);
    }
    let mut hashes = proof.iter();
    // Where the old tree is complete, its own root begins the proof and is left out of it.
    let seed = if old_size.is_power_of_two() { Some(old_root) } else { hashes.next() };
    let Some(seed) = seed else {
        return Err(Error::ProofLength { found: 0, expected });
    };
    let (mut old, mut new) = (*seed, *seed);
    for sibling in hashes {
        if place & 1 == 1 || place == last {
            old = node_hash(sibling, &old);
            new = node_hash(sibling, &new);
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            new = node_hash(&new, sibling);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    if old != *old_root {
        return Err(Error::ProofRejected { root: "old" });
    }
    if new != *new_root {
        return Err(Error::ProofRejected { root: "new" });
    }
    Ok(())
}

/// The proof is that of the old tree's last entry in the new tree, from the level of the old tree's last complete
/// subtree on, and begins with that subtree where it is not the whole old tree.
fn consistency_length(old_size: u64, new_size: u64) -> usize {
    let level = old_size.trailing_zeros();
    let (place, last) = ((old_size - 1) >> level, (new_size - 1) >> level);
    let above = inclusion_length(place, last + 1);
    above + usize::from(!old_size.is_power_of_two())
}
