/**
 * One round: assignments down, updates up, their average, the outer step. {@link io.gossamer.driver.round.LocalRounds}
 * is the slow twin of {@link io.gossamer.driver.round.SparkRounds} and must equal it bit for bit.
 */
package io.gossamer.driver.round;
