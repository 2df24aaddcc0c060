/**
 * Files that outlive a run, written through Hadoop's FileSystem so that local disks, HDFS and object stores all serve.
 */
package io.gossamer.driver.files;
