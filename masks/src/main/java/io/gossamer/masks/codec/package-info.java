/** How a mask travels: see {@link io.gossamer.masks.codec.MaskCodec} for the bytes. */
package io.gossamer.masks.codec;
