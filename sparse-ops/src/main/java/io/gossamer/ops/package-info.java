/**
 * The three kinds of failure, at the bottom so that every module may throw them. Everything else of sparse-ops lives in
 * the sub-packages; read {@code pattern.Pattern}, {@code net.Network} and {@code kernel.ScalarKernels} first.
 */
package io.gossamer.ops;
