/**
 * What a mask method may ask of the workers: {@link io.gossamer.masks.evidence.Evidence} is the question, the driver
 * answers it with passes over the shards. Nothing here knows how.
 */
package io.gossamer.masks.evidence;
