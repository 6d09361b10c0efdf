package dev.valise.egress;

/**
 * What a browser has moved, in bytes of content: without handshakes, and without the headers of TCP
 * and IP.
 *
 * @param received handed to the browser
 * @param sent taken from the browser and handed to the network
 */
public record Traffic(long received, long sent) {}
