update staged set fault = 5 where n in (select n from repeated);
