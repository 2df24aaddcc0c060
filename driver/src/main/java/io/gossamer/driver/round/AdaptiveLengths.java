package io.gossamer.driver.round;

import java.util.Map;

/**
 * Round lengths that follow what rounds were measured to cost beside their steps. A round has a power of two times the
 * fewest local steps, doubled where overhead took more than its share and halved where half would do, once a round, so
 * that one odd time does not throw it. All that it knows are numbers of the run's state, so a resumed run goes on at
 * the same length; but measured times differ from run to run, and with them the bits of the model.
 *
 * @param least local steps of a round
 * @param most local steps of a round: a pass over a shard, or {@code least} if that is more
 * @param share of a round's time that overhead may take, in (0, 1)
 */
public record AdaptiveLengths(int least, int most, double share) {
  private static final String TIMES = "round.times";
  private static final String OVERHEAD = "round.overheadSeconds";
  private static final String STEP = "round.stepSeconds";

  /** Local steps of the next round. */
  public int length(Map<String, Double> numbers) {
    return (int) Math.min(most, least * numbers.getOrDefault(TIMES, 1.0));
  }

  /**
   * What {@link #length} goes by after a round, to be put into the numbers of the run.
   *
   * @param compute seconds that its steps took
   * @param overhead seconds of all else that belongs to it
   */
  public Map<String, Double> after(Map<String, Double> numbers, int steps, double compute, double overhead) {
    double lasting = mean(numbers.get(OVERHEAD), overhead);
    double step = mean(numbers.get(STEP), compute / steps);
    double enough = lasting * (1 - share) / share;
    double times = numbers.getOrDefault(TIMES, 1.0);
    if (length(numbers) * step < enough && length(numbers) < most) {
      times *= 2;
    } else if (times > 1 && least * times / 2 * step >= enough) {
      times /= 2;
    }
    return Map.of(TIMES, times, OVERHEAD, lasting, STEP, step);
  }

  /** Of all rounds, where each counts half as much as the next. */
  private static double mean(Double before, double now) {
    return before == null ? now : (before + now) / 2;
  }
}
