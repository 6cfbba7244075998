"""Pictures of apps and of tenants: drawn anew, stored, and shown under the digest of their bytes.

They are no files of records: nobody's data, never sealed, and kept by browsers for as long as
their address stands for the same bytes. SVG is not taken: it cannot be drawn anew, so what it
carries along (where it was made, by whom, a program for who opens it from disk) would stay in it.
"""
