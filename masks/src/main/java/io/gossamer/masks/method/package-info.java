/**
 * Mask methods, one file each, registered in {@link io.gossamer.masks.method.MaskMethods}. A method makes the first
 * mask and says when and how it moves; moving values along is not its business ({@link io.gossamer.masks.MaskChange}
 * does it).
 */
package io.gossamer.masks.method;
