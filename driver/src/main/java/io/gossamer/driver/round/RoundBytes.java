package io.gossamer.driver.round;

/**
 * Bytes of the messages of one round.
 *
 * @param up from all tasks to the driver
 * @param largestUp the largest message of one task
 * @param down from the driver; a broadcast counts once, however many executors fetch it
 * @param mask the mask's message if it was new to the workers, else 0
 * @param averaged from the tasks that averaged to the driver; 0 where the driver averages
 * @param messagesUp messages with values from tasks to the driver
 * @param messagesDown messages with values from the driver, one a particle
 * @param nnz kept weights of the mask that they were under
 */
public record RoundBytes(
    long up, long largestUp, long down, long mask, long averaged, int messagesUp, int messagesDown, int nnz) {
  /** What the kept weights of one message take as floats: what is measured against. */
  public long bare() {
    return 4L * nnz;
  }
}
