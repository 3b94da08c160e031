-- Not strict: the strict reader refuses records whose quoted fields hold another line end than the one between records. What it
-- guards against cannot happen here: the slices are well-formed, and the rows that come out are counted against them.
read_csv('/in/$file', auto_detect = false, header = false, columns = {$columns}, delim = $delimiter, quote = $quote,
         escape = $quote, nullstr = [$nulls], strict_mode = false, max_line_size = $longest, parallel = false)
