package io.gossamer.driver.round;

/**
 * Bytes of the messages of one round.
 *
 * @param up from all tasks to the driver
 * @param largestUp the largest message of one task
 * @param down from the driver; a broadcast counts once, however many executors fetch it
 * @param mask the mask's message if it was new to the workers, else 0
 */
public record RoundBytes(long up, long largestUp, long down, long mask) {}
