package io.gossamer.masks.schedule;

/**
 * When a mask moves: at the end of every {@code every}-th round within {@code [start, end]}, counted in local steps,
 * and at the first round that reaches {@code end} whatever its number, so that a rise is never left unfinished.
 */
public record Interval(int every, long start, long end) {
  /**
   * @param start share of the run before the first move
   * @param end share of the run after the last
   */
  public static Interval of(int every, double start, double end, long totalSteps) {
    return new Interval(every, (long) Math.floor(start * totalSteps), (long) Math.ceil(end * totalSteps));
  }

  /** Whether it moves after {@code round} rounds and {@code step} local steps; from the end on this holds always. */
  public boolean isDue(int round, long step) {
    return step >= end || step >= start && round % every == 0;
  }

  /** Whether it moves, by a method that has nothing to finish: never past the end. */
  public boolean isDueWithin(int round, long step) {
    return step >= start && step <= end && round % every == 0;
  }

  /** Time from 0 at the start to 1 at the end. */
  public double time(long step) {
    return step >= end ? 1 : step <= start ? 0 : (step - start) / (double) (end - start);
  }
}
