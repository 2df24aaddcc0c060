/**
 * From files to packed shards. Start at {@link io.gossamer.driver.data.ShardLoader}: {@code RowSource} and its kinds
 * read rows once into {@code Chunk}s, {@code Spread} places them by content, {@code FeatureSums} fits the scaling.
 * {@link io.gossamer.driver.data.Schema} is what a model remembers of its data, {@link
 * io.gossamer.driver.data.PredictionTable} reads rows without labels.
 */
package io.gossamer.driver.data;
