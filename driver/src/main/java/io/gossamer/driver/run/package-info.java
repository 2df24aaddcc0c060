/**
 * The run. {@link io.gossamer.driver.run.Run} is the loop over rounds, whatever executes them;
 * {@link io.gossamer.driver.run.TrainingJob} wraps it in data, files and Spark.
 */
package io.gossamer.driver.run;
