/**
 * Faults on purpose: {@link io.gossamer.it.faults.FaultPlugin} brings each {@link io.gossamer.it.faults.Fault} into the
 * tasks of a cluster, through Spark's own door for plugins.
 */
package io.gossamer.it.faults;
