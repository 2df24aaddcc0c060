/**
 * What runs inside a task, as plain Java: {@code shard} holds the packed data, {@code round} the local steps and their
 * messages, {@code measure} passes that only look, {@code cache} what a JVM may keep between tasks. Callable and
 * testable without a cluster.
 */
package io.gossamer.worker;
