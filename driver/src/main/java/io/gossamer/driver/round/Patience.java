package io.gossamer.driver.round;

import io.gossamer.ops.InvalidInput;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long the driver waits for the others once enough shards have come.
 *
 * @param amount seconds, or times the median
 * @param medians whether it is in medians of the times after which shards came, counted from the start of the round:
 *     where tasks wait for a slot, these grow with the waiting
 */
public record Patience(double amount, boolean medians) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(x?)");

  /** Reads what {@code rounds.patience} says. */
  public static Patience of(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new InvalidInput("rounds.patience is \"" + text + "\"; it must be seconds, for example 30, or a multiple "
          + "of the median time after which a round's shards came, for example 1.5x");
    }
    return new Patience(Double.parseDouble(matcher.group(1)), !matcher.group(2).isEmpty());
  }

  /**
   * Nanoseconds of waiting.
   *
   * @param times after which shards came, at least one
   */
  long nanos(List<Long> times) {
    double unit = medians ? times.stream().sorted().skip((times.size() - 1) / 2).findFirst().orElseThrow() : 1e9;
    return (long) (amount * unit);
  }

  @Override
  public String toString() {
    return medians ? amount + " x the median time of its shards" : amount + " s";
  }
}
