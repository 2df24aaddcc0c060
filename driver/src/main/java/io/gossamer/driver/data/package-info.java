/**
 * From files to packed shards. {@link io.gossamer.driver.data.ShardLoader} is the way in; {@code RowSource} and its kinds
 * read, {@link io.gossamer.driver.data.Schema} is what a model remembers of its data.
 */
package io.gossamer.driver.data;
