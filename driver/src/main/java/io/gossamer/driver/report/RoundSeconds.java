package io.gossamer.driver.report;

/**
 * Where a round's wall time went.
 *
 * @param compute local steps: summed task time over the slots that ran side by side
 * @param exchange everything else of the round: scheduling, broadcast, collect, average
 * @param mask choosing and moving the mask
 * @param evaluate measuring on the validation rows
 */
public record RoundSeconds(double compute, double exchange, double mask, double evaluate) {
  public double total() {
    return compute + exchange + mask + evaluate;
  }
}
