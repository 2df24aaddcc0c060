/**
 * Many runs as one Spark application: {@link io.gossamer.driver.sweep.SweepJob} trains every cell of a grid, and
 * {@link io.gossamer.driver.sweep.SweepTable} makes mean and spread of what came out.
 */
package io.gossamer.driver.sweep;
