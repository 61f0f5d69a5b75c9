//! Medians, and ratios of what was measured side by side.

/// The median; the mean of the middle two where their number is even. `None` of nothing.
pub fn median(values: &[f64]) -> Option<f64> {
	let mut sorted = values.to_vec();
	sorted.sort_by(f64::total_cmp);
	let middle = sorted.len() / 2;
	if sorted.len() % 2 == 1 {
		return sorted.get(middle).copied();
	}
	let below = sorted.get(middle.checked_sub(1)?)?;
	Some((below + sorted.get(middle)?) / 2.0)
}

/// The median of the ratios of each pair; a pair is what one round measured. `None` without pairs, or where
/// a divisor is not above zero: then the round measured nothing.
pub fn median_of_ratios(pairs: &[(f64, f64)]) -> Option<f64> {
	if pairs.iter().any(|(_, divisor)| *divisor <= 0.0) {
		return None;
	}
	let ratios: Vec<f64> = pairs.iter().map(|(value, divisor)| value / divisor).collect();
	median(&ratios)
}

/// The smallest and the largest of `values`. `None` of nothing.
pub fn range(values: &[f64]) -> Option<(f64, f64)> {
	let smallest = values.iter().copied().min_by(f64::total_cmp)?;
	let largest = values.iter().copied().max_by(f64::total_cmp)?;
	Some((smallest, largest))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_median_is_the_middle_one_or_between_the_middle_two() {
		assert_eq!(median(&[]), None);
		assert_eq!(median(&[7.0]), Some(7.0));
		assert_eq!(median(&[9.0, 1.0, 2.0]), Some(2.0));
		assert_eq!(median(&[9.0, 1.0, 2.0, 4.0]), Some(3.0));
	}

	#[test]
	fn ratios_are_paired_before_the_median_is_taken() {
		// The second round was disturbed on both sides: its ratio is as good as the others.
		let pairs = [(1.0, 2.0), (30.0, 60.0), (1.2, 2.0)];
		assert_eq!(median_of_ratios(&pairs), Some(0.5));
		assert_eq!(median_of_ratios(&[]), None);
		assert_eq!(median_of_ratios(&[(1.0, 2.0), (1.0, 0.0)]), None);
	}

	#[test]
	fn the_range_spans_all_values() {
		assert_eq!(range(&[]), None);
		assert_eq!(range(&[2.0, -1.0, 5.0]), Some((-1.0, 5.0)));
	}
}
