/**
 * The command line: {@link io.gossamer.jobs.Gossamer} is the main class, also for spark-submit; one class a subcommand.
 * {@code config} reads and writes settings.
 */
package io.gossamer.jobs;
