//! Stretches of rows: what one task reads.

/// Rows `from..to` of a batch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span {
    pub(super) batch: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Shares the rows of all batches out to so many tasks, in their order, about the same number to each.
pub(super) fn tasks(lengths: &[usize], tasks: usize) -> Vec<Vec<Span>> {
    let rows: usize = lengths.iter().sum();
    let share = rows.div_ceil(tasks.max(1)).max(1);
    let (mut shared, mut task, mut room) = (Vec::new(), Vec::new(), share);
    for (batch, &length) in lengths.iter().enumerate() {
        let mut from = 0;
        while from < length {
            let to = length.min(from + room);
            task.push(Span { batch, from, to });
            room -= to - from;
            from = to;
            if room == 0 {
                shared.push(std::mem::take(&mut task));
                room = share;
            }
        }
    }
    if !task.is_empty() {
        shared.push(task);
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_of_one_task_and_they_stay_in_order() {
        for lengths in [vec![], vec![0], vec![7, 0, 1, 5], vec![1; 20], vec![100]] {
            for n in 1..9 {
                let shared = tasks(&lengths, n);
                assert!(shared.len() <= n);
                let rows: Vec<_> =
                    shared.iter().flatten().flat_map(|s| (s.from..s.to).map(|row| (s.batch, row))).collect();
                let all: Vec<_> =
                    lengths.iter().enumerate().flat_map(|(b, &n)| (0..n).map(move |row| (b, row))).collect();
                assert_eq!(rows, all);
            }
        }
    }
}
