/** Several threads on the arithmetic of one task. */
package io.gossamer.ops.threads;
