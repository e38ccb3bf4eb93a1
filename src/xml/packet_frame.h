/* SPDX-License-Identifier: Apache-2.0
 *
 * The short way through a packet (xml/packet.h): records that are canonical where they stand are
 * stepped over by the strict scanner, and only what is around them, the root's tags and the
 * sender's signature, becomes a tree.
 *
 * A record is written so that each signed part stands alone, and so repeats declarations of
 * namespaces; within the packet canonical XML leaves those out.  As the scanner lets a declaration
 * stand only at an element that uses it, inclusive and exclusive methods agree on which.
 */
#ifndef HOCBA_XML_PACKET_FRAME_H
#define HOCBA_XML_PACKET_FRAME_H

#include "xml/packet.h"

/* True: all records and the tree of the frame, with its `octets`, in the arena. False says nothing
 * against the packet: only that all of it has to become a tree. So it is with records in another
 * serialisation, with anything but white space between them, behind the signature or before the
 * root, with several signatures, with declarations on the root, and when an Id of the frame stands
 * in a record as well. */
bool packet_frame_read(struct span bytes, struct arena *arena, struct packet *packet);

#endif
