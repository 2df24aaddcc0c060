/** From a file of settings with a grid in it to the cells of a sweep. */
package io.gossamer.jobs.sweep;
