/** The Spark session: embedded for the command line, the cluster's own under spark-submit. */
package io.gossamer.driver.spark;
