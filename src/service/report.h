/* SPDX-License-Identifier: Apache-2.0
 *
 * Reporting upwards (CV2088 II.2.2): a year's issued records of a school as packets that the unit's
 * seal signs, ready to be sent to whoever receives them.
 *
 * A packet's message id follows from the records in it and the round, and from nothing else.  Made
 * again of the same records it has the same id, is found in its folder, and is neither signed nor
 * counted twice; so a run that was killed is simply started again.  A gateway keeps to what it once
 * said about an id: what it refused is sent in a new round when its cause is gone.
 */
#ifndef HOCBA_SERVICE_REPORT_H
#define HOCBA_SERVICE_REPORT_H

#include "base/uuid.h"
#include "service/app.h"
#include "signers/signer.h"
#include "xml/packet.h"

enum { REPORT_ROUNDS_MAX = 1000 };

struct report_order {
    const char *unit, *year;          /* the school's id */
    const char *folder;               /* made when it does not exist */
    size_t at_most;                   /* records in one packet; 0: PACKET_RECORDS_MAX */
    int round;                        /* 1..REPORT_ROUNDS_MAX */
    const struct digest *certificate; /* NULL: the only one that the signer has */
};

struct report_packet {
    const char *id;      /* messageid */
    const char *file;    /* folder/ID.xml: the signed packet */
    const char *content; /* folder/ID.content: the parameter `content` */
    size_t records, xml_size, content_size;
    bool already; /* it was there; nothing was signed */
};

struct report_made {
    LIST(struct report_packet) packets;
    size_t records;
    size_t left_out; /* of a later round: accepted already, or still to be answered */
};

/* In a later round only what the queue (service/report_queue.h) does not know to be accepted or on
 * its way: what is new, replaced or refused. Records that are issued and in force, by class and
 * place in its list. DENIED: the key is neither the school's approved seal nor that of its managing
 * department; NOT_FOUND: nothing is issued; CORRUPT: a file that is there is not the packet of that
 * id. What was written before a failure is right and stays. */
MUST_CHECK enum status report_make(struct app *app, struct signer_session *session,
                                   const struct report_order *order, struct report_made *made,
                                   struct error *err);

#endif
