//! Hidden likes: what an account's own likes per comment say about the posts that hide theirs.

use super::Components;
use crate::stats::Undefined;

/// The account's likes per comment over the posts in the window that show both.
///
/// Sums of whole numbers: [`Imputation::add`] in any order and [`Imputation::merge`] in any grouping give the
/// same.
///
/// ```
/// use renown::metrics::engagement::{Components, Imputation};
/// let mut imputation = Imputation::default();
/// imputation.add(Components { likes: Some(100), comments: Some(8), ..Components::default() });
/// assert_eq!(imputation.likes(3), Ok(Some(38)), "37.5 rounds to the even 38");
/// assert_eq!(imputation.likes(1), Ok(Some(12)), "12.5 rounds to the even 12");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imputation {
    likes: u128,
    comments: u128,
}

impl Imputation {
    /// Takes in a post of the window; one that hides likes or comments teaches nothing.
    #[inline]
    pub fn add(&mut self, post: Components) {
        if let (Some(likes), Some(comments)) = (post.likes, post.comments) {
            // 2^64 posts of 2^64 likes each would be needed to leave u128.
            self.likes = self.likes.saturating_add(u128::from(likes));
            self.comments = self.comments.saturating_add(u128::from(comments));
        }
    }

    /// Takes in the posts that another has taken in.
    #[inline]
    pub fn merge(&mut self, other: &Imputation) {
        self.likes = self.likes.saturating_add(other.likes);
        self.comments = self.comments.saturating_add(other.comments);
    }

    /// The likes that a post with so many comments is taken to have: comments · Σ likes / Σ comments, rounded
    /// to the nearest whole number, a half to the even one. `None` where no comment was seen: nothing is known
    /// then.
    ///
    /// Source: `docs/formulas/engagement.md#hidden-likes`.
    ///
    /// # Errors
    /// [`Undefined::TooLarge`] where the result or the product does not fit.
    pub fn likes(&self, comments: u64) -> Result<Option<u64>, Undefined> {
        if self.comments == 0 {
            return Ok(None);
        }
        let product = u128::from(comments).checked_mul(self.likes).ok_or(Undefined::TooLarge)?;
        u64::try_from(divide_half_even(product, self.comments)).map(Some).map_err(|_| Undefined::TooLarge)
    }

    /// Puts imputed likes in the place of hidden ones. A post that shows its likes, or hides its comments, or
    /// of an account without a comment, comes back as it was.
    ///
    /// # Errors
    /// [`Undefined::TooLarge`] as in [`Imputation::likes`].
    pub fn complete(&self, post: Components) -> Result<Components, Undefined> {
        match (post.likes, post.comments) {
            (None, Some(comments)) => Ok(Components { likes: self.likes(comments)?, ..post }),
            _ => Ok(post),
        }
    }
}

/// The quotient of whole numbers, rounded to nearest, a half to even. `denominator` is not 0.
const fn divide_half_even(numerator: u128, denominator: u128) -> u128 {
    let (quotient, remainder) = (numerator / denominator, numerator % denominator);
    // remainder < denominator, so that this is remainder against denominator / 2 without the overflow of 2 · remainder.
    let rest = denominator - remainder;
    if remainder > rest || (remainder == rest && quotient % 2 == 1) { quotient + 1 } else { quotient }
}
