package io.gossamer.driver.data;

import io.gossamer.worker.shard.HashedRows;
import java.io.Serializable;

/** Some rows of one input partition, read and hashed, with what was wrong with them. */
record Chunk(HashedRows rows, Problems problems) implements Serializable {}
