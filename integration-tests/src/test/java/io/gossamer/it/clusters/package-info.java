/**
 * Real clusters, started by the tests themselves in processes of their own. {@link io.gossamer.it.clusters.Daemon} is
 * one such process; {@link io.gossamer.it.clusters.StandaloneCluster} is made of them;
 * {@link io.gossamer.it.clusters.SparkSubmit} is how users reach a cluster.
 */
package io.gossamer.it.clusters;
