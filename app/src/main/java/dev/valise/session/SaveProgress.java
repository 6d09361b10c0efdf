package dev.valise.session;

/**
 * How far the save of a session is.
 *
 * @param files and {@code bytes} that are done
 * @param allFiles and {@code allBytes} that there are
 */
public record SaveProgress(long files, long bytes, long allFiles, long allBytes) {}
