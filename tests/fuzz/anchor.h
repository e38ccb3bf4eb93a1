/* SPDX-License-Identifier: Apache-2.0
 *
 * A root certificate whose key was thrown away. */
#pragma once
#define FUZZ_ANCHOR                                                                                \
    "-----BEGIN CERTIFICATE-----\n"                                                                \
    "MIIBgjCCASmgAwIBAgIUOpqmgTcSYQ45id/GzQNtiDpZMIEwCgYIKoZIzj0EAwIw\n"                           \
    "FjEUMBIGA1UEAwwLRnV6eiBhbmNob3IwIBcNMjYxMTI0MDEyOTUwWhgPMjA1MTA3\n"                           \
    "MTYwMTI5NTBaMBYxFDASBgNVBAMMC0Z1enogYW5jaG9yMFkwEwYHKoZIzj0CAQYI\n"                           \
    "KoZIzj0DAQcDQgAEGoNQ+Snd/ZtWkP3MXkjtgFMIce6ZvQ8B7ABB80xlZSu2uX0Q\n"                           \
    "auDTVWHQyIiQ5utcuwwR9+t3jjHNjFzHUBxKBaNTMFEwHQYDVR0OBBYEFCs0yTAS\n"                           \
    "/eF+iWQ4+NmyaKS+zpkZMB8GA1UdIwQYMBaAFCs0yTAS/eF+iWQ4+NmyaKS+zpkZ\n"                           \
    "MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgOI4T5Vgf1q6jgsgZ\n"                           \
    "dID0ls/9HJOVDEhTSVjnossvdfMCID9DKQfika70AliXcvwZNCZscvxAgLrvjTbQ\n"                           \
    "9Esz+7e5\n"                                                                                   \
    "-----END CERTIFICATE-----\n"
